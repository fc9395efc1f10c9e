// A Snap7 server on loopback: node snap7.js PORT DB=HEX ... It ends when its standard input does.
'use strict';
const { S7Server } = require('node-snap7');

const server = new S7Server();
server.SetParam(server.LocalPort, Number(process.argv[2]));
for (const block of process.argv.slice(3)) {
  const [number, hex] = block.split('=');
  server.RegisterArea(server.srvAreaDB, Number(number), Buffer.from(hex, 'hex'));
}
if (!server.StartTo('127.0.0.1')) {
  console.error(server.ErrorText(server.LastError()));
  process.exit(1);
}
process.stdin.on('end', () => process.exit(0)).resume();
