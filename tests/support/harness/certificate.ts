import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../ecosystem/run-command.ts';

/** Files of a self-signed certificate for this machine. */
export interface Certificate {
  key: string;
  cert: string;
}

/** Makes a self-signed certificate for this machine and api.example.test that is good for a day; needs the program openssl. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:api.example.test'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  await runCommand('openssl', [
    'req',
    '-x509',
    '-nodes',
    '-days',
    '1',
    ...curve,
    ...subject,
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  return { key, cert };
}
