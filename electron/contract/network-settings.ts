/** Without a login: a password has no place among the settings. Without a scheme it is http. */
const PROXY = /^(?:https?:\/\/)?(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?\/?$/i;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Of all certificates together. */
export const MOST_CA_CHARACTERS = 256 * 1024;

export const isProxyAddress = (text: string): boolean => PROXY.test(text);

export const countCertificates = (pem: string): number => pem.match(CERTIFICATE)?.length ?? 0;
