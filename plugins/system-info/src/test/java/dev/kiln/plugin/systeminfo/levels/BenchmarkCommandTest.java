package dev.kiln.plugin.systeminfo.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.systeminfo.FakeHost;
import dev.kiln.plugin.systeminfo.levels.BenchmarkCommand.Flags;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.plugin.systeminfo.records.RecordStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkCommandTest {
  @TempDir private Path home;
  private final FakeGenerations generations = new FakeGenerations();
  private QuietMachine quiet = purpose -> () -> {};

  private static Flags flags(Level level, String size, boolean warmup, boolean json) {
    return new Flags(level, StepCount.TURBO, size, "", warmup, "me|you", "a note", json);
  }

  private FakeCliCall run(Flags flags) throws Exception {
    FakeCliCall call = new FakeCliCall(flags);
    run(call);
    return call;
  }

  private int run(FakeCliCall call) throws Exception {
    DeviceInfo device = new DeviceInfo("cpu", 2);
    HostState host = new FakeHost("sdp, 14/14 sites: the fastest", Optional.empty());
    JsonCodec json = new JsonCodec();
    return new BenchmarkCommand(
            generations,
            quiet,
            new Circumstances(new Machine(device), device, host),
            new RecordStore(new FakeHome(home), json),
            json)
        .run(call);
  }

  private Map<String, Object> kept() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return new JsonCodec().object(files.findFirst().orElseThrow());
    }
  }

  @Test
  void aLevelIsItsBatchesInOneRecord() throws Exception {
    FakeCliCall call = run(flags(Level.NORMAL, "256x256", false, false));

    // A step that is not measured loads the model.
    assertThat(generations.requests)
        .extracting(it -> it.get("batch_size") + " in " + it.get("steps"))
        .containsExactly("1 in 1", "1 in 10", "2 in 10", "4 in 10");
    assertThat(generations.requests.get(1))
        .containsEntry("width", 256)
        .extractingByKey("prompt")
        .asString()
        .startsWith("postapocalyptic steampunk city, exploration")
        .endsWith("wartorn, ruins");
    assertThat(kept())
        .containsEntry("complete", true)
        .containsEntry("level", "normal")
        .containsEntry("steps", 10);
    List<?> cells = (List<?>) kept().get("record");
    assertThat(cells).hasSize(11);
    assertThat(cells.get(1).toString()).matches("\\d+\\.\\d\\d / \\d+\\.\\d\\d / \\d+\\.\\d\\d");
    assertThat(cells.get(2)).isEqualTo("app:kiln version:0.1.0");
    assertThat(cells.get(4)).isEqualTo("onnxruntime:1.29.0");
    assertThat(cells.get(6)).isEqualTo("crossattention:sdp flags:none dtype:float32");
    assertThat(cells.get(7)).isEqualTo("model:default width:256 height:256 steps:10");
    assertThat(cells.get(8)).isEqualTo("me you");
    assertThat(cells.get(10).toString()).matches("[0-9a-f]{6}");
    assertThat(call.printed()).hasSize(12).last().asString().startsWith("id ");
  }

  // The rules of scripts/benchmark.py in vladmandic/sd-extension-system-info.
  @Test
  void aBatchThatFailsIsAnErrorAndTheNextOneIsMeasured() throws Exception {
    generations.missing.put(1, 1);
    generations.failures.put(2, new PluginProblem("plugin 'x' failed", new RuntimeException()));
    FakeCliCall call = run(flags(Level.NORMAL, "256x256", true, true));

    assertThat(generations.requests.get(0)).containsEntry("steps", 20);
    assertThat(call.said())
        .startsWith(
            "warming up",
            "batch 1: error: 0 pictures were made in place of 1",
            "batch 2: error: plugin 'x' failed");
    Map<String, Object> printed = new JsonCodec().object("the output", call.printed().get(0));
    assertThat(((List<?>) printed.get("record")).get(1).toString())
        .matches("error / error / \\d+\\.\\d\\d");
    assertThat(printed).isEqualTo(kept());
  }

  @Test
  void nothingMeasuredIsAFailure() throws Exception {
    generations.failures.put(1, new IllegalStateException("the memory does not suffice"));
    FakeCliCall call = new FakeCliCall(flags(Level.QUICK, "256x256", false, false));
    assertThat(run(call)).isEqualTo(1);
    assertThat(call.said()).last().isEqualTo("batch 1: error: the memory does not suffice");
  }

  @Test
  void anInterruptionLeavesWhatWasMeasured() throws Exception {
    generations.failures.put(4, new CancellationException("the generation was stopped"));
    FakeCliCall call = new FakeCliCall(flags(Level.EXTENSIVE, "256x256", false, false));

    assertThatThrownBy(() -> run(call)).isInstanceOf(CancellationException.class);
    assertThat(kept()).containsEntry("complete", false);
    assertThat(((List<?>) kept().get("record")).get(1).toString())
        .matches("\\d+\\.\\d\\d / \\d+\\.\\d\\d");
    assertThat(call.said())
        .last()
        .isEqualTo("stopped; record " + kept().get("id") + " has what was measured before");
  }

  @Test
  void whatCannotBeMeasuredIsRefusedBeforehand() {
    Map<String, String> refused =
        Map.of(
            "big", "the size is \"big\"; it must be WIDTHxHEIGHT in pixels, as in 512x512",
            "64x64",
                "the size is 64x64; a benchmark's pictures have at least 65536 pixels, as 256x256");
    refused.forEach(
        (size, sentence) ->
            assertThatThrownBy(() -> run(flags(Level.QUICK, size, false, false)))
                .isInstanceOf(BadRequest.class)
                .hasMessage(sentence));
    quiet =
        purpose -> {
          throw new BadRequest(purpose + " cannot begin: process 7 makes pictures");
        };
    assertThatThrownBy(() -> run(flags(Level.QUICK, "256x256", false, false)))
        .hasMessage("kiln benchmark cannot begin: process 7 makes pictures");
    assertThat(generations.requests).isEmpty();
  }
}
