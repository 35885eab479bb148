import { makeCertificate } from '../../support/harness/certificate.ts';
import type { MeasureCase } from '../figures.ts';
import { measureStream } from './throughput.ts';

/** Messages and members over https with gzip, as the API answers. */
export const https: MeasureCase = async (isShort) => {
  // No goal is a ratio, so nothing is asserted.
  if (isShort) return [];
  const server = { gzip: true, tls: await makeCertificate() };
  return [
    ...(await measureStream('messages', { perSecond: 40_000 }, 3, isShort, server)),
    ...(await measureStream('members', { perSecond: 350_000 }, 3, isShort, server)),
  ];
};
