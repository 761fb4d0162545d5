import { type RequestOptions, request } from './request'

/** `request` for whoever wants the answer or nothing: null stands for every failure, an abort included. */
export async function safeRequest(url: string | URL, options: RequestOptions = {}): Promise<Response | null> {
  const result = await request(url, options)
  return result.ok ? result.response : null
}
