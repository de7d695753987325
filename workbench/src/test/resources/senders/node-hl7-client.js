// Sends the messages of a file, one after the other, and prints the code and number of each answer.
// node node-hl7-client.js PORT FILE; messages end with FS.
const fs = require('node:fs')
const { Client, Message } = require('node-hl7-client')

const [port, file] = process.argv.slice(2)
const messages = fs
  .readFileSync(file, 'utf8')
  .split('\x1c')
  .map(text => text.replace(/^[\r\n\x0b]+|[\r\n]+$/g, ''))
  .filter(text => text.length > 0)
let sent = 0

const connection = new Client({ host: '127.0.0.1' }).createConnection(
  { port: Number(port), waitAck: true, maxConnectionAttempts: 1 },
  async response => {
    const answer = response.getMessage()
    console.log(`MSA|${answer.get("MSA.1").toString()}|${answer.get("MSA.2").toString()}`)
    await next()
  }
)
connection.on('error', () => process.exit(1))
connection.on('close', () => process.exit(sent > messages.length ? 0 : 1))

async function next () {
  if (sent < messages.length) {
    await connection.sendMessage(new Message({ text: messages[sent++] }))
  } else {
    sent++
    await connection.close()
    process.exit(0)
  }
}

next()
