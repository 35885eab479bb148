import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonFile, readTextFile } from '../../../src/config/read-json-file.ts';
import { TapError } from '../../../src/tap-error.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

describe('readTextFile', () => {
  it('gives the text of the file', async () => {
    await expect(readTextFile('--state', tempFile('state.json', 'é\n'))).resolves.toBe('é\n');
  });

  it('says of a missing file that there is none, with option and path', async () => {
    const reading = readTextFile('--state', 'no/such.json');
    await expect(reading).rejects.toThrow(
      new TapError('--state no/such.json: there is no such file; check the path'),
    );
  });

  it('says why a file cannot be read', async () => {
    const folder = dirname(tempFile('state.json', ''));
    const reading = readTextFile('--state', folder);
    await expect(reading).rejects.toThrow(
      new TapError(`--state ${folder}: it cannot be read (EISDIR); check the path`),
    );
  });
});

describe('readJsonFile', () => {
  it('gives the object that the file holds', async () => {
    await expect(readJsonFile('--config', tempFile('config.json', { region: 'eu' }))).resolves.toEqual({
      region: 'eu',
    });
  });

  it('reads over a byte order mark', async () => {
    await expect(readJsonFile('--config', tempFile('config.json', '\ufeff{"a":1}'))).resolves.toEqual({
      a: 1,
    });
  });

  it.each([
    ['little', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads UTF-16 with the %s end first, as PowerShell writes it', async (_, encode) => {
    const path = tempFile('config.json', '');
    writeFileSync(path, encode('{"a":"é"}'));
    await expect(readJsonFile('--config', path)).resolves.toEqual({ a: 'é' });
  });

  it.each([
    ['is empty', '', 'the file is empty; it must hold a JSON object'],
    ['is blank', ' \n', 'the file is empty; it must hold a JSON object'],
    ['is no JSON', '{"app_api_key": secret}', 'the file is not valid JSON (line 1, column 17); correct it'],
    [
      'has a comma too many',
      '{\n  "region": "eu",\n}',
      'the file is not valid JSON (line 3, column 1); correct it',
    ],
    ['ends too early', '{\n  "a": 1', 'the file is not valid JSON (line 2, column 9); correct it'],
    ['holds a list', '["secret"]', 'the file must hold a JSON object'],
    ['holds null', 'null', 'the file must hold a JSON object'],
    ['holds a text', '"secret"', 'the file must hold a JSON object'],
  ])('refuses a file that %s, without its content', async (_, content, what) => {
    const path = tempFile('config.json', content);
    await expect(readJsonFile('--config', path)).rejects.toThrow(new TapError(`--config ${path}: ${what}`));
  });
});
