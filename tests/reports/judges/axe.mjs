// Judges pages: node axe.mjs FILE-OR-ADDRESS… Ends with 1 when a page breaks WCAG 2.2 A or AA, scrolls sideways at
// 1360 or 320 px, asks for anything outside itself, or logs an error. With --shots DIR it also saves pictures.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const arguments_ = process.argv.slice(2);
const at = arguments_.indexOf('--shots');
const shots = at < 0 ? null : resolve(arguments_.splice(at, 2)[1]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = process.env.CHROMIUM ?? programs.find(existsSync);
if (!program) {
  throw new Error('No Chromium is installed; install it or name it in CHROMIUM.');
}

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
const faults = [];

async function judge(page, address, width) {
  const place = `${address} at ${width} px`;
  const result = await page.evaluate((only) => globalThis.axe.run(document, { runOnly: only }), tags);
  for (const violation of result.violations) {
    const nodes = violation.nodes.map((node) =>
      `    ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll('\n', ' ')}`);
    faults.push(`${place}: ${violation.id}, ${violation.help}\n${nodes.slice(0, 5).join('\n')}`);
  }
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  if (wide > seen) {
    faults.push(`${place}: scrolls sideways, ${wide} px of content`);
  }
}

for (const given of arguments_) {
  const address = existsSync(given) ? pathToFileURL(resolve(given)).href : given;
  for (const width of [1360, 320]) {
    // axe itself is put into the page by the browser's own channel, which a page's security policy does not stop.
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && faults.push(`${address}: logged ${message.text()}`));
    page.on('request', (request) => {
      const own = request.url().startsWith('data:') || new URL(request.url()).origin === new URL(address).origin;
      if (!own) { faults.push(`${address}: asked for ${request.url()}`); }
    });
    const answer = await page.goto(address, { waitUntil: 'networkidle' });
    if (answer && !answer.ok() && answer.status() !== 0) {
      faults.push(`${address}: answered ${answer.status()}`);
    }
    if (shots) {
      mkdirSync(shots, { recursive: true });
      const name = basename(new URL(address).pathname).replace(/\W+/g, '-') || 'page';
      await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
      if (width === 1360) {
        const paper = { preferCSSPageSize: true, printBackground: true, tagged: true };
        await page.pdf({ path: `${shots}/${name}.pdf`, ...paper });
      }
    }
    await page.evaluate(axe);
    await judge(page, address, width);
    await context.close();
  }
}
await browser.close();

if (faults.length > 0) {
  process.stdout.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
}
