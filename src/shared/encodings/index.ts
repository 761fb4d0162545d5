export { type RepairEncoding, readAgain, repairEncodings } from './read-again'
export { isSuspect, looksMistaken, type Repair, repairedText, repairs, sureLikelihood } from './repair'
