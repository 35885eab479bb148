import { playHundreds } from './play-hundreds.ts';

/** `npm run test:simulation -- --seeds N` plays more. */
playHundreds(1, 500);
