// Reads Delta tables by ClickHouse (chDB), an engine that shares no code with the lake.
// In:  a JSON list on stdin, [{"name": "any", "folder": "/path/of/table"}, …].
// Out: a JSON document a line: {"name", "row": {…}} for each row, or {"name", "error"} for a table that it cannot read.
import { readFileSync, writeSync } from 'node:fs';
import { query } from 'chdb';

// It reads only below the folder where it runs.
process.chdir('/');

const settings = [
  'output_format_json_quote_64bit_integers = 0',
  'output_format_json_quote_decimals = 0',
  'output_format_json_quote_denormals = 1',
  'output_format_decimal_trailing_zeros = 1',
  "session_timezone = 'UTC'",
].join(', ');

const print = text => {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    done += writeSync(1, bytes, done);
  }
};

for (const { name, folder } of JSON.parse(readFileSync(0, 'utf8'))) {
  const path = folder.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const label = JSON.stringify(name);
  try {
    const rows = query(`select * from deltaLakeLocal('${path}') settings ${settings}`, 'JSONEachRow');
    for (const row of rows.split('\n').filter(line => line.length > 0)) {
      print(`{"name":${label},"row":${row}}\n`);
    }
  } catch (error) {
    print(`${JSON.stringify({ name, error: String(error.message ?? error) })}\n`);
  }
}
