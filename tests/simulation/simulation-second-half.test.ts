import { playHundreds } from './play-hundreds.ts';

playHundreds(501, 1000);
