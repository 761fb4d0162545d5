/** Names for values that a select box cannot have. */
export interface Named<Name extends string, Value> {
  valueOf(name: Name): Value
  /** Of a value that came from elsewhere: the name of the one that comes next to it. */
  nameOf(value: Value): Name
}
