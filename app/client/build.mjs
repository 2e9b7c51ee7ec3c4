// Makes dist/: the styles of the pages (site.css with its fonts) and of letters (report.css, all in one), and the chart
// renderer.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });

const shared = { bundle: true, minify: true, outdir: 'dist', logLevel: 'warning', legalComments: 'none' };

await Promise.all([
  build({
    ...shared, entryPoints: ['src/site.css'], target: ['chrome120', 'firefox120', 'safari17'],
    loader: { '.woff2': 'file' }, assetNames: '[name]-[hash]',
  }),
  build({
    ...shared, entryPoints: ['src/report.css'], target: ['chrome120', 'firefox120', 'safari17'],
    loader: { '.woff2': 'dataurl' },
  }),
  build({
    ...shared, entryPoints: ['src/render.mjs'], platform: 'node', format: 'esm', target: 'node20',
    outExtension: { '.js': '.mjs' }, external: ['canvas'],
  }),
]);
