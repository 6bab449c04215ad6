package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.testkit.FakeCliCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the command in this process, and says that it took what the test wants. */
public final class FakeProcesses implements KilnProcesses {
  final List<List<String>> started = new ArrayList<>();
  private final AttentionLab lab;
  private final Map<String, Finished> ends = new LinkedHashMap<>();
  private final Map<String, Long> peaks = new LinkedHashMap<>();

  public FakeProcesses(AttentionLab lab) {
    this.lab = lab;
  }

  /** Let processes whose words contain a text end in a way. */
  FakeProcesses end(String words, int exitCode, String errors) {
    ends.put(words, new Finished(exitCode, "", errors, 0));
    return this;
  }

  /** Let processes whose words contain a text have a peak; others take 300 MB. */
  FakeProcesses peak(String words, long megabytes) {
    peaks.put(words, megabytes * 1_000_000);
    return this;
  }

  @Override
  public Finished run(List<String> arguments) throws IOException {
    started.add(arguments);
    String words = String.join(" ", arguments);
    for (Map.Entry<String, Finished> end : ends.entrySet()) {
      if (words.contains(end.getKey())) {
        if (end.getValue().exitCode() < 0) {
          throw new IOException(end.getValue().errors());
        }
        return end.getValue();
      }
    }
    FakeCliCall call =
        new FakeCliCall(arguments.subList(2, arguments.size()).toArray(String[]::new));
    try {
      int exit = new WeighCommand(new Weighing(this, lab)).run(call);
      return new Finished(exit, String.join("\n", call.printed()), "", peak(words));
    } catch (BadRequest e) {
      return new Finished(2, "", "kiln: " + e.getMessage() + "\n", 0);
    }
  }

  static AttentionCommand commandOf(AttentionLab lab, KilnProcesses processes) {
    Weighing weighing = new Weighing(processes, lab);
    return new AttentionCommand(
        new AttentionBenchmark(lab, weighing), purpose -> () -> {}, new JsonCodec());
  }

  private long peak(String words) {
    return peaks.entrySet().stream()
        .filter(it -> words.contains(it.getKey()))
        .mapToLong(Map.Entry::getValue)
        .findFirst()
        .orElse(300_000_000);
  }
}
