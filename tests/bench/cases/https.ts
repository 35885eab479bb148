import { makeCertificate } from '../../support/harness/certificate.ts';
import type { MeasureCase } from '../figures.ts';
import { measureStream } from './throughput.ts';

/** Messages and members over https with gzip, as the API answers. */
export const https: MeasureCase = async (isShort) => {
  const server = { gzip: true, tls: await makeCertificate() };
  return [
    ...(await measureStream('messages', 40_000, isShort, server)),
    ...(await measureStream('members', 350_000, isShort, server)),
  ];
};
