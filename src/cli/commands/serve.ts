/** `serve`: only its place in the list. The process that was started becomes the server, see program.ts. */
import { CommandRefused, defineCommand } from '../command.js';

export const serve = defineCommand({
  words: 'serve',
  summary: 'Start the server',
  place: 'here',
  options: {},
  async run() {
    throw new CommandRefused('not_here', 'The server can only be started by the process that becomes it.');
  },
});
