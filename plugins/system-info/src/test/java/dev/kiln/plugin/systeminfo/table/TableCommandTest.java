package dev.kiln.plugin.systeminfo.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.systeminfo.FakeHost;
import dev.kiln.plugin.systeminfo.RandomWeights;
import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.plugin.systeminfo.table.TableCommand.Flags;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommandTest {
  @TempDir private Path temp;
  private final FakeCells cells = new FakeCells();
  private final JsonCodec json = new JsonCodec();

  private FakeCliCall run(String rows, String columns, int rounds) throws Exception {
    return run(flags("", "", rows, columns, rounds, false));
  }

  private Flags flags(
      String model, String random, String rows, String columns, int rounds, boolean clear) {
    String out = temp.resolve("out").toString();
    return new Flags(model, random, "1", rows, columns, rounds, false, false, clear, false, out);
  }

  private FakeCliCall run(Flags flags) throws IOException, InterruptedException {
    FakeCliCall call = new FakeCliCall(flags);
    command().run(call);
    return call;
  }

  private TableCommand command() {
    PluginHome home = new FakeHome(temp, List.of());
    TableRecords records = new TableRecords(home, json);
    TableMeasuring measuring =
        new TableMeasuring(
            FakeHost.IDLE,
            new FakeLab("sdp", "xformers"),
            new Machine(new DeviceInfo("cpu", 2)),
            new RandomModels(new RandomWeights(cells, home)),
            records,
            new TableRun(new CellRun(cells, new PictureCodec(), json), records));
    return new TableCommand(purpose -> () -> {}, measuring, json);
  }

  @Test
  void theTableHasAllCellsAndTheDocumentsFiguresBesideThem() throws Exception {
    List<String> printed = run("base,size", "", 1).printed();
    assertThat(String.join("\n", printed))
        .contains("processor: ", "model: default", "scale: 1")
        .contains(
            """
            it/s                      plain   sdp  sdp+channels-last  doggettx  document: plain
            512x512, Euler, 20 steps   1.00  2.00               2.00         -             17.7
            1024x768                      -  2.00               2.00         -              5.6
            """)
        .containsPattern("base +plain +1.00 +1.00 +50 % +1.00 +- +0.642 +33.2 +1500\n")
        .containsPattern("base +sdp +2.00 +0.500 +50 % +2.00 +- ")
        .containsPattern("base +doggettx +- .* unknown attention \"doggettx\"\n")
        .containsPattern(
            "size +plain +- .* its process was killed, most likely for want of memory\n");
  }

  @Test
  void theColumnsTakeTurnsAndAnInterruptionLosesOneCell() throws Exception {
    cells.interruptAt = 4;
    assertThatThrownBy(() -> run("base", "plain,sdp,xformers", 2))
        .isInstanceOf(InterruptedException.class);
    assertThat(temp.resolve("out/table.html")).exists();
    cells.interruptAt = Integer.MAX_VALUE;
    FakeCliCall again = run("base", "plain,sdp,xformers", 2);
    assertThat(cells.started)
        .containsExactly(
            "512 none 3",
            "512 sdp 3",
            "512 xformers 3",
            "512 xformers 3",
            "512 xformers 3",
            "512 sdp 3",
            "512 none 3");
    assertThat(again.said().get(0)).startsWith("[....................] 1/3 in round 2 of 2: base");
    int before = cells.started.size();
    run("base", "plain,sdp,xformers", 2);
    assertThat(cells.started).hasSize(before);
  }

  @Test
  void aRowThatChangesOnlyTheNumberOfStepsIsNotRun() throws Exception {
    List<String> printed = run("sampler,steps", "sdp", 1).printed();
    assertThat(cells.started).containsExactly("1024 sdp 3");
    assertThat(String.join("\n", printed)).contains("the step of row sampler");
  }

  @Test
  void whatARowRefusedIsNotTriedAgainWithMoreConditions() throws Exception {
    List<String> printed = run("size,sampler,lora", "plain,sdp", 1).printed();
    assertThat(cells.started)
        .containsExactly("1024 none 3", "1024 sdp 3", "1024 sdp 3", "1024 sdp 3");
    assertThat(String.join("\n", printed))
        .containsPattern("lora +plain +- .* as in row size: its process was killed");
  }

  @Test
  void conditionsAddUp() throws Exception {
    run("regions", "sdp+channels-last", 1);
    Map<String, Object> request = cells.requests.get(0);
    assertThat(request)
        .containsEntry("width", 1024)
        .containsEntry("height", 768)
        .containsEntry("sampler", "DPM++ SDE Karras")
        .containsEntry("steps", 30);
    assertThat(request.get("prompt").toString()).contains("<lora:couple:1>", " AND ");
    Map<?, ?> plugins = (Map<?, ?>) request.get("plugins");
    assertThat(plugins.get("channels-last")).isEqualTo(Map.of("enabled", true));
    assertThat(((Map<?, ?>) plugins.get("controlnet")).get("units").toString())
        .contains("model=seg", "model=pose");
    assertThat(plugins.get("latent-couple")).isEqualTo(Map.of("mode", "classic", "endAtStep", 150));
  }

  @Test
  void randomModelsAreMadeOnceAndClearedWhenAsked() throws Exception {
    run(flags("", "tiny", "controlnet-1", "sdp", 1, false));
    run(flags("", "tiny", "controlnet-2", "sdp", 1, false));
    assertThat(cells.made)
        .extracting(words -> String.join(" ", words.subList(2, 8)))
        .satisfiesExactly(
            model -> assertThat(model).endsWith("--like tiny --format onnx"),
            lora -> assertThat(lora).startsWith("--kind lora --like tiny --seed "),
            seg -> assertThat(seg).startsWith("--kind controlnet --like tiny --seed "),
            pose -> assertThat(pose).startsWith("--kind controlnet --like tiny --seed "));
    assertThat(cells.made)
        .extracting(words -> Path.of(words.get(8)).getFileName().toString())
        .containsExactly("tiny-onnx", "couple.safetensors", "seg.safetensors", "pose.safetensors");
    run(flags("", "", "", "", 1, true));
    assertThat(temp.resolve("random")).doesNotExist();
    assertThat(temp.toFile().list((folder, name) -> name.startsWith("table-"))).isEmpty();
  }

  @Test
  void reportsAreWholeByThemselves() throws Exception {
    run("base", "plain,sdp", 1);
    String html = Files.readString(temp.resolve("out/table.html"));
    assertThat(html).contains("\"itPerSecond\":2.0").doesNotContain("/*chart.js*/", "src=");
    assertThat(Files.readString(temp.resolve("out/table.md"))).contains("| base | sdp | 2.00 |");
    assertThat(json.object(temp.resolve("out/table.json"))).containsKeys("about", "cells");
  }

  @Test
  void wrongWordsAreOneSentence() {
    assertThatThrownBy(() -> run("bse", "", 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("the table has no row \"bse\"; it has: base, size, sampler, steps");
    assertThatThrownBy(() -> run("", "sdpp", 1))
        .hasMessage(
            "the table has no column \"sdpp\"; it has: all, plain, automatic, sdp, doggettx,"
                + " xformers, each also with +channels-last");
    assertThatThrownBy(() -> run(flags("m", "tiny", "", "", 1, false)))
        .hasMessage("--model and --random both name a model; leave one of them out");
  }
}
