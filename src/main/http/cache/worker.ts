import { parentPort, workerData } from 'node:worker_threads'
import { serveCalls } from './serve-calls'

/** The entry of the worker thread that alone has the cache's file open (decisions.md 8). */
if (parentPort !== null) serveCalls(parentPort, workerData)
