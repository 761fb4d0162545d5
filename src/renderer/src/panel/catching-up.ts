import { createContext, useContext } from 'react'

/**
 * Whether the panel still shows the selection before. For a moment it may, since thousands of files take their time;
 * what is typed meanwhile would go to files that are not selected any more.
 */
export const CatchingUp = createContext(false)

export const useCatchingUp = (): boolean => useContext(CatchingUp)
