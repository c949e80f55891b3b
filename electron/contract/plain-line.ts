/** Line breaks, other control characters, and what turns the direction of text around. */
const DECEIVING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/u;
const EACH = new RegExp(DECEIVING, 'gu');

/** Whether this is one line as it is read: a name must not pass for another one, nor hold what a shell would run when it is pasted. */
export const isPlainLine = (text: string): boolean => !DECEIVING.test(text);

/** The same text as such a line. */
export const plainLine = (text: string): string => text.replaceAll(EACH, ' ');
