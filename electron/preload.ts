import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import {
  COMMAND_CHANNEL,
  LISTEN_CHANNEL,
  SESSION_CHANNEL,
  type Bridge,
  type SessionMessage,
} from './contract/channels.ts';
import type { Ack, Command } from './contract/command.ts';

const bridge: Bridge = {
  send: (command: Command) => ipcRenderer.invoke(COMMAND_CHANNEL, command) as Promise<Ack>,
  listen: (receive) => {
    const onMessage = (_event: IpcRendererEvent, message: SessionMessage) => receive(message);
    ipcRenderer.on(SESSION_CHANNEL, onMessage);
    ipcRenderer.send(LISTEN_CHANNEL);
    return () => {
      ipcRenderer.off(SESSION_CHANNEL, onMessage);
    };
  },
};

contextBridge.exposeInMainWorld('portside', bridge);
