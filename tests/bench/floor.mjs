/**
 * The least honest work that turns the API's pages into messages: reads the same bodies over the same HTTP, parses
 * them, writes each record with a fixed prefix, one write a page, waits for the reader. No conversion, no checks, no
 * limits, no retries. Arguments: the address, the key of the list, then the path of each chain.
 */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { gunzipSync } from 'node:zlib';

const [base, key, ...paths] = process.argv.slice(2);
const { Agent, get } = base.startsWith('https') ? https : http;
const agent = new Agent({ keepAlive: true, maxSockets: 3 });
const prefix = `{"type":"RECORD","stream":"${key}","record":`;

const ask = (path, start) =>
  new Promise((resolve, reject) => {
    const url = `${base}${path}${start ? `&start=${start}` : ''}`;
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks = [];
      response
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => resolve([response, Buffer.concat(chunks)]));
    }).on('error', reject);
  }).then(([{ headers }, bytes]) => JSON.parse(headers['content-encoding'] ? gunzipSync(bytes) : bytes));

await Promise.all(
  paths.map(async (path) => {
    for (let pending = ask(path); pending; ) {
      const { next, [key]: records } = await pending;
      pending = next && ask(path, next);
      let lines = '';
      for (const record of records) lines += `${prefix}${JSON.stringify(record)}}\n`;
      if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
    }
  }),
);
