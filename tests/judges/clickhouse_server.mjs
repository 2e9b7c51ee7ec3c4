// Speaks as much of ClickHouse's HTTP interface as its driver needs, and answers by the engine itself (chDB).
// Prints the port when it listens; ends when its standard input closes, so that it never outlives its test.
// In:  POST with the statement as body, plain or gzip; in the query string settings, default_format and param_NAME values.
// Out: the answer in the format asked for; an error as 500 with the engine's own words and code.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { queryAsync, queryBindAsync } from 'chdb';

// It reads only below the folder where it runs.
process.chdir('/');

const [version, timezone] = (await queryAsync('select version(), timezone()', { format: 'TSV' })).text().trim()
  .split('\t');
const spoken = new Set(['query', 'default_format', 'database', 'enable_http_compression', 'session_id', 'query_id',
  'session_timeout', 'session_check', 'role', 'user', 'password', 'compress', 'decompress']);
const quote = text => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const letters = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0' };

// A parameter comes over HTTP in the escapes of tab-separated values, and the engine's binding escapes it itself.
const plain = text => text === '\\N' ? null : text.replace(/\\(.)/gs, (_, letter) => letters[letter] ?? letter);

const read = async request => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
};

// Settings belong to the one connection, so one request is answered at a time and takes its settings back.
let last = Promise.resolve();
const inTurn = work => {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
};

const run = async (sql, search, format) => {
  const settings = [...search].filter(([name]) => !spoken.has(name) && /^(?!param_)\w+$/.test(name));
  const values = [...search].filter(([name]) => name.startsWith('param_'))
    .map(([name, text]) => [name.slice('param_'.length), plain(text)]);
  const before = settings.map(([name, value]) => `set ${name} = ${quote(value)};\n`).join('');
  try {
    return await queryBindAsync(before + sql, Object.fromEntries(values), { format });
  } finally {
    for (const [name] of settings) {
      await queryAsync(`set ${name} = default`).catch(() => undefined);
    }
  }
};

const answer = async (request, response) => {
  const search = new URL(request.url, 'http://localhost').searchParams;
  const sql = [search.get('query') ?? '', await read(request)].filter(text => text.length > 0).join('\n');
  const format = search.get('default_format') ?? request.headers['x-clickhouse-format'] ?? 'TabSeparated';
  const head = { 'X-ClickHouse-Server-Display-Name': 'chdb', 'X-ClickHouse-Timezone': timezone };
  try {
    const result = await inTurn(() => run(sql, search, format));
    response.writeHead(200, {
      ...head, 'Content-Type': 'application/octet-stream', 'X-ClickHouse-Format': format,
      'X-ClickHouse-Summary': JSON.stringify({ read_rows: String(result.rowsRead) }),
    });
    response.end(Buffer.from(result.bytes()));
  } catch (error) {
    const message = String(error.message ?? error);
    const code = /Code: (\d+)/.exec(message)?.[1] ?? '1002';
    response.writeHead(500, { ...head, 'Content-Type': 'text/plain', 'X-ClickHouse-Exception-Code': code });
    response.end(`${message} (version ${version})`);
  }
};

const server = createServer((request, response) => {
  answer(request, response).catch(error => response.destroy(error));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
