// A worker that is ended in the middle of a transaction.
import { parentPort, workerData } from 'node:worker_threads'
import { Database } from '../database'

const database = new Database(String(workerData), 1000)
database.exec('BEGIN IMMEDIATE')
database.run("UPDATE operations SET label = 'half'")
parentPort?.postMessage('in the middle')
for (;;);
