/** Means of sending a message. */
export type Channel = 'email' | 'webhook' | 'twilio' | 'whatsapp' | 'push' | 'in_app' | 'slack' | 'inbox';

/** Channels whose opens are known, and those whose links are. */
const OPENED: readonly Channel[] = ['email', 'push', 'in_app', 'inbox'];
const CLICKED: readonly Channel[] = [...OPENED, 'twilio', 'whatsapp'];

/** Tells whether opens of a channel are seen. */
export const seesOpens = (channel: string): boolean => OPENED.some((one) => one === channel);

/** Tells whether clicks in a channel are seen. */
export const seesClicks = (channel: string): boolean => CLICKED.some((one) => one === channel);
