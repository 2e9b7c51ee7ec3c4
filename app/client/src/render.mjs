// Draws Vega-Lite specifications as SVG.
// In: {"charts":{"NAME":{"spec":…,"label":"…"}}} on stdin. Out: {"NAME":"<svg …>"}.
import { readFileSync } from 'node:fs';
import { View, None, parse } from 'vega';
import { compile } from 'vega-lite';

// A specification carries its own data, so the renderer reads no file and no address.
const closed = {
  load: (address) => Promise.reject(new Error(`A chart may not load ${address}.`)),
  sanitize: (address) => Promise.reject(new Error(`A chart may not refer to ${address}.`)),
  http: () => Promise.reject(new Error('A chart may not use the network.')),
  file: () => Promise.reject(new Error('A chart may not read a file.')),
};

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

// Two charts in one page must not share ids, an SVG that fills its column has no width of its own, and only the whole
// drawing has a role: what Vega says of its parts is English.
function placed(svg, name, label) {
  return svg
    .replace(/ (role|aria-[a-z]+)="[^"]*"/g, '')
    .replace(/ id="/g, ` id="${name}-`)
    .replace(/url\(#/g, `url(#${name}-`)
    .replace(/href="#/g, `href="#${name}-`)
    .replace(/<svg([^>]*)>/, (_, attributes) => {
      const kept = attributes.replace(/ (width|height|class)="[^"]*"/g, '');
      return `<svg${kept} class="chart-${name}" role="img" aria-label="${escaped(label)}">`;
    });
}

async function draw(name, { spec, label }) {
  const warnings = [];
  const logger = {
    level() { return this; },
    error(...words) { throw new Error(words.join(' ')); },
    warn(...words) { warnings.push(words.join(' ')); return this; },
    info() { return this; },
    debug() { return this; },
  };
  const { spec: full } = compile(spec, { logger });
  if (warnings.length > 0) {
    throw new Error(`The specification of ${name} is not sound: ${warnings.join('; ')}`);
  }
  const view = new View(parse(full), { renderer: 'none', loader: closed, logLevel: None });
  const svg = await view.toSVG();
  view.finalize();
  return placed(svg, name, label);
}

try {
  const { charts } = JSON.parse(readFileSync(0, 'utf8'));
  const drawn = {};
  for (const [name, chart] of Object.entries(charts)) {
    drawn[name] = await draw(name, chart);
  }
  process.stdout.write(JSON.stringify(drawn));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
