export {
  looksMistaken,
  type Repair,
  type RepairEncoding,
  readAgain,
  repairEncodings,
  repairs,
  sureLikelihood,
} from './repair'
