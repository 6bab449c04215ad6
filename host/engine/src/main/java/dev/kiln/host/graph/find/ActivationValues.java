package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Activation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes a chain of operators for single numbers, to check that it is the activation that it
 * resembles and not, for example, twice that.
 */
final class ActivationValues {
  private static final List<Double> SAMPLES = List.of(-2.0, -0.5, 0.75, 2.5);

  private final GraphIndex index;
  private final String input;

  /**
   * @param input the value that the chain begins with
   */
  ActivationValues(GraphIndex index, String input) {
    this.index = index;
    this.input = input;
  }

  /** Whether the chain that ends with a value computes an activation of the input. */
  boolean are(Activation activation, String output) {
    return SAMPLES.stream()
        .allMatch(
            x -> {
              OptionalDouble found = at(x, output);
              return found.isPresent()
                  && Math.abs(found.getAsDouble() - expected(activation, x)) < 1e-5;
            });
  }

  private static double expected(Activation activation, double x) {
    return switch (activation) {
      case GELU -> x * (1 + erf(x / Math.sqrt(2))) / 2;
      case GELU_TANH ->
          x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      case QUICK_GELU -> x * sigmoid(1.702 * x);
      case SILU -> x * sigmoid(x);
      case RELU -> Math.max(0, x);
    };
  }

  private OptionalDouble at(double x, String value) {
    if (value.equals(input)) {
      return OptionalDouble.of(x);
    }
    if (index.number(value).isPresent()) {
      return OptionalDouble.of(index.number(value).get());
    }
    return index.maker(value).map(node -> at(x, node)).orElse(OptionalDouble.empty());
  }

  private OptionalDouble at(double x, Node node) {
    return switch (node.operator()) {
      case "Mul" -> both(x, node, (a, b) -> a * b);
      case "Div" -> both(x, node, (a, b) -> a / b);
      case "Add" -> both(x, node, Double::sum);
      case "Sub" -> both(x, node, (a, b) -> a - b);
      case "Pow" -> both(x, node, Math::pow);
      case "Sqrt" -> one(x, node, Math::sqrt);
      case "Tanh" -> one(x, node, Math::tanh);
      case "Sigmoid" -> one(x, node, ActivationValues::sigmoid);
      case "Erf" -> one(x, node, ActivationValues::erf);
      case "Cast", "Identity" -> one(x, node, a -> a);
      default -> OptionalDouble.empty();
    };
  }

  private OptionalDouble one(double x, Node node, DoubleUnaryOperator function) {
    OptionalDouble a = at(x, node.input(0));
    return a.isPresent() ? OptionalDouble.of(function.applyAsDouble(a.getAsDouble())) : a;
  }

  private OptionalDouble both(double x, Node node, DoubleBinaryOperator function) {
    OptionalDouble a = at(x, node.input(0));
    OptionalDouble b = at(x, node.input(1));
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(function.applyAsDouble(a.getAsDouble(), b.getAsDouble()))
        : OptionalDouble.empty();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** By its Taylor series, which is exact to many digits for such small arguments. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 60; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
