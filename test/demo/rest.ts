import { request } from 'node:https';

type Access = { readonly url: string; readonly ca: string; readonly tokens: { readonly team: string } };

/** `data` of a GET at the demo platform's API, with the team's token. */
export async function getData<T>({ url, ca, tokens }: Access, path: string): Promise<T> {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(new URL(path, url), {
      ca,
      agent: false,
      headers: { authorization: `Bearer ${tokens.team}` },
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    asked.end();
  });
  const { data } = JSON.parse(text) as { data?: T };
  if (data === undefined) throw new Error(`${path} answered ${text.slice(0, 200)}`);
  return data;
}

export type Credentials = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly envs: Readonly<Record<string, string>>;
};

export const credentialsOf = (access: Access, project: string, addon: string): Promise<Credentials> =>
  getData(access, `/v1/projects/${project}/addons/${addon}/credentials`);
