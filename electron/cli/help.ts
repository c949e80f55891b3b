export const HELP = `portside - private Northflank services and addons on this machine

  portside forward all                          everything in a project
  portside forward service                      one service
  portside forward addon                        one addon
  portside list projects|services|addons

With the running app (it asks you once, in its window)
  portside status [--watch] [--json]            what it forwards, and where
  portside up [NAME …] [--yes] [--no-wait]      switch on; without names those of .portside.yaml
  portside down NAME … | --all                  switch off
  portside copy NAME [--format F] [--port N]    to the clipboard: host-port, uri, command, jdbc, …
  portside url NAME [--format F] [--port N]     the same on stdout
  portside env NAME … [--format F]              variables: dotenv, export, env-file, compose, json
  portside run [NAME …] [--yes] -- COMMAND …    up, run with these variables, leave as it was
  portside mcp                                  tools for agents, over stdio
  NAME is RESOURCE, PROJECT/RESOURCE or the name of a profile.

What to forward
  --projectId, --project ID     the context's project unless given
  --serviceId, --service ID     the context's service unless given
  --addonId, --addon ID
  --teamId ID                   for tokens of an organisation
  --instanceId POD              only this instance, directly
  --port NUMBER                 only this port; may be repeated
  --noDefaults                  leave out project and service of the context

How
  --skipHostnames               by address only; host names take the right to write the hosts file
  --guard off|host|strict       which requests of browsers are refused; host unless given
  --json                        one JSON object per line
  --quiet                       only what goes wrong
  --verbose                     requests and connections too, on stderr

Platform
  --host URL                    of the API; also NORTHFLANK_API_HOST
  --ca FILE                     extra certificate authority, PEM; also NORTHFLANK_CA_FILE
  NORTHFLANK_API_TOKEN          else the current context of ~/.northflank/config.json

Exit code: 0 after Ctrl-C or SIGTERM, 1 if something could not be forwarded, 2 for wrong arguments.
`;
