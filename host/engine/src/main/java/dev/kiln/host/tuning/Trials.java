package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.Port;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Runs a subject under several optimizers, in turns. Each run has a session of its own, so that the
 * memory of one is given back before the next begins.
 */
final class Trials {
  /** Copies of the scores that an exported graph holds at once: raw, scaled, their softmax. */
  private static final int COPIES = 3;

  private final OrtRuntime runtime;
  private final RunControl control;
  private final Subject subject;
  private final Function<String, SessionPlan> plans;
  private final Map<String, Best> results = new LinkedHashMap<>();
  private float[] expected = {};

  /**
   * @param control ends a run from outside
   * @param plans what an optimizer makes of the subject
   */
  Trials(
      OrtRuntime runtime,
      RunControl control,
      Subject subject,
      Function<String, SessionPlan> plans) {
    this.runtime = runtime;
    this.control = control;
    this.subject = subject;
    this.plans = plans;
  }

  /** The best of an optimizer so far. */
  private record Best(double seconds, double difference, String sites, String reason) {}

  List<Trial> compare(List<String> optimizers, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (String optimizer : optimizers) {
        Best before = results.get(optimizer);
        if (before == null || before.reason.isEmpty()) {
          results.merge(optimizer, attempt(optimizer), Trials::better);
        }
      }
    }
    return optimizers.stream()
        .map(
            name -> {
              Best best = results.get(name);
              return new Trial(name, best.seconds, best.difference, best.sites, best.reason);
            })
        .toList();
  }

  private static Best better(Best a, Best b) {
    return b.seconds < a.seconds ? b : a;
  }

  private Best attempt(String optimizer) {
    try {
      return run(optimizer);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Best(Double.NaN, Double.NaN, "", String.valueOf(e.getMessage()));
    }
  }

  private Best run(String optimizer) {
    SessionPlan plan = plans.apply(optimizer);
    Graph graph = subject.graph();
    AttentionReport report = plan.recipe().apply(graph).attention();
    boolean untouched = report.taken() == 0;
    long need = COPIES * subject.scoreBytes();
    if (untouched && need > ProcessMemory.availableBytes()) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "it needs about %.1f GB, which are not free", need / 1e9));
    }
    boolean none = optimizer.equals(AttentionLab.UNTOUCHED);
    String reason =
        untouched && !none && !report.choices().isEmpty() ? report.choices().get(0).reason() : "";
    try (InferenceSession network =
            InferenceSession.open(runtime, subject.file(), graph, plan.wishes());
        Binding binding = network.bind(shaped(network), Map.of("out_sample", subject.output()))) {
      fill(binding);
      binding.run(control);
      float[] output = output(binding);
      long start = System.nanoTime();
      binding.run(control);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (none && expected.length == 0) {
        expected = output;
      }
      return new Best(seconds, difference(output), report.summary(), reason);
    }
  }

  /** Exports disagree whether the time is a scalar. */
  private Map<String, long[]> shaped(InferenceSession network) {
    Map<String, long[]> inputs = new LinkedHashMap<>(subject.inputs());
    if (inputs.containsKey("timestep")) {
      Port timestep = network.input("timestep");
      inputs.put("timestep", timestep.rank() == 0 ? new long[0] : new long[] {1});
    }
    return inputs;
  }

  private void fill(Binding binding) {
    Random random = new Random(1);
    subject
        .inputs()
        .forEach(
            (name, shape) -> {
              if (name.equals("timestep")) {
                binding.writeNumber(name, 0, 500);
                return;
              }
              float[] values = new float[size(shape)];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              binding.write(name, 0, values, 0, values.length);
            });
  }

  private float[] output(Binding binding) {
    float[] output = new float[size(subject.output())];
    binding.read("out_sample", 0, output, 0, output.length);
    for (float value : output) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException("its output holds " + value);
      }
    }
    return output;
  }

  private double difference(float... output) {
    if (expected.length == 0) {
      return Double.NaN;
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < output.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(output[i] - expected[i]));
    }
    return difference / largest;
  }

  private static int size(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
