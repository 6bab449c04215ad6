package dev.kiln.host.graph.find;

import java.util.Set;

/** Kinds of operators that finders distinguish. */
public final class OperatorKinds {
  /** Change neither the order of values nor, but for rounding, the values. */
  public static final Set<String> PASSING = Set.of("Cast", "Identity", "Dropout");

  /** Change each value independently: activations and scales. */
  static final Set<String> BENDING =
      Set.of(
          "Mul",
          "Div",
          "Add",
          "Sub",
          "Pow",
          "Erf",
          "Tanh",
          "Sigmoid",
          "Sqrt",
          "Relu",
          "Gelu",
          "FastGelu",
          "QuickGelu",
          "Cast",
          "Identity",
          "Exp",
          "Neg",
          "Clip",
          "Max",
          "HardSwish");

  private OperatorKinds() {}
}
