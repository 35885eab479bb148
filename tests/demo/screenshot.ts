/**
 * `npm run screenshot`: makes `docs/images/run.svg`, what a terminal of 100 columns shows while the tap reads the emulator,
 * and at the end. Needs `script` of util-linux, which gives the tap a terminal.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../support/emulator/start-emulator.ts';

const COLUMNS = 100;
const LINE_HEIGHT = 18;
const CHARACTER_WIDTH = 7.85;

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-screenshot-'));
const { url, apiKey, close } = await startEmulator({
  latencyMs: 120,
  requestsPerSecond: false,
  unknownFields: false,
  sizes: { newsletters: 40, campaigns: 12, membersPerSegment: 400, messages: 9000 },
});
try {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ app_api_key: apiKey, base_url: url }));
  const program = `stty rows 40 cols ${COLUMNS}; node dist/bin.js --config ${config} > ${join(folder, 'out.jsonl')}`;
  const terminal = spawn('script', ['-qec', program, '/dev/null'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const piece of terminal.stdout.setEncoding('utf8')) output += String(piece);
  mkdirSync('docs/images', { recursive: true });
  writeFileSync('docs/images/run.svg', draw(shownBy(output)));
} finally {
  await close();
  rmSync(folder, { recursive: true });
}

/** The lines that stay, and above the summary one moment of the line that is drawn over and over. */
function shownBy(output: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is sent
  const frames = output.split(/\r|\x1b\[[0-9;]*[A-Za-z]|\x1b[78]/).map((text) => text.replaceAll('\n', ''));
  const moments = frames.filter((text) => /left {2}.*requests\/s/.test(text));
  const lines = frames.filter((text) => /^(INFO|WARNING) /.test(text));
  const [first = '', ...rest] = [...new Set(lines)];
  return [
    '$ tap-customerio --config config.json > rows.jsonl',
    first,
    moments.at(Math.floor(moments.length * 0.7)) ?? '',
    ...rest,
  ].map((line) => line.slice(0, COLUMNS));
}

function draw(lines: readonly string[]): string {
  const toXml = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0');
  const [width, height] = [COLUMNS * CHARACTER_WIDTH + 32, lines.length * LINE_HEIGHT + 32];
  const texts = lines.map(
    (line, index) =>
      `<text x="16" y="${(index + 1) * LINE_HEIGHT + 12}"${index === 2 ? ' fill="#7ee787"' : ''}>${toXml(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="A run of the tap in a terminal">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3">',
    ...texts,
    '</g></svg>\n',
  ].join('\n');
}
