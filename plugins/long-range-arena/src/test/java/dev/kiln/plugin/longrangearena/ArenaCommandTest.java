package dev.kiln.plugin.longrangearena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine.Hold;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the tasks that come with the plugin, in a laboratory that knows their answers. */
class ArenaCommandTest {
  private static final Json JSON = new JsonCodec();

  @TempDir Path folder;
  private Tasks tasks;
  private FakeLab lab;
  private FakeProcesses processes;
  private ArenaCommand command;
  private final List<String> held = new ArrayList<>();

  @BeforeEach
  void open() {
    FakeHome home = new FakeHome(folder);
    tasks = new Tasks(home, JSON, SafetensorsFile::open);
    lab = new FakeLab(tasks, "large", "lossy", "sdp", "shy");
    processes = new FakeProcesses(() -> command);
    Machine machine = new Machine(new DeviceInfo("cpu", 2));
    Measuring measuring = new Measuring(tasks, lab, processes, machine);
    command =
        new ArenaCommand(
            new Arena(measuring, machine, this::hold), measuring, tasks, lab, home, JSON);
  }

  @Test
  void aMechanismIsWeighedAloneAndTimedInTurnsWithTheUntouchedGraph() throws Exception {
    run(flags("listops", "sdp", "none"));
    int tokens = tasks.task("listops").tokens();
    assertThat(processes.started)
        .containsExactly(
            "benchmark lra --alone --tasks listops --tokens " + tokens + " --mechanisms sdp");
    String turns = "listops [64, " + tokens + "] [none, sdp] 3";
    assertThat(lab.asked)
        .containsExactly("listops [64, " + tokens + "] [sdp] 1", turns, turns, turns, turns);
    assertThat(held).containsExactly("kiln benchmark lra", "end");
  }

  @Test
  void accuracyIsThatOfTheLogits() throws Exception {
    List<Cell> cells = cells(run(flags("all", "none,lossy", "none")));
    assertThat(cells).extracting(Cell::work).containsSubsequence(Task.NAMES);
    for (Cell cell : cells) {
      Examples examples = tasks.examples(tasks.task(cell.work()));
      boolean lossy = cell.mechanism().equals("lossy");
      // The first of equal logits counts.
      double zeros = count(examples.labels(), 0) / (double) examples.count();
      double expected = lossy ? zeros : tasks.task(cell.work()).accuracy();
      assertThat(cell.accuracy()).as(cell.key()).isEqualTo(expected);
      assertThat(cell.difference()).isEqualTo(lossy ? 1 : 0);
      assertThat(cell.seconds()).isEqualTo((lossy ? 4 * 0.032 : 4 * 0.064) / 256);
      assertThat(cell.ratio()).isEqualTo(lossy ? 2 : 1);
      assertThat(cell.peakBytes()).isEqualTo(300_000_000);
    }
  }

  @Test
  void lengthsAreMeasuredOnTheNetworkOfTheTaskText() throws Exception {
    List<Cell> cells = cells(run(flags("listops,text", "sdp", "2k,1024,100")));
    assertThat(cells).extracting(Cell::work).containsExactly("listops", "text", "100", "1k", "2k");
    Cell longest = cells.get(4);
    assertThat(longest.tokens()).isEqualTo(2048);
    assertThat(longest.accuracy()).isNaN();
    assertThat(longest.difference()).isEqualTo(2e-7);
    assertThat(lab.asked).last().isEqualTo("text [1, 2048] [none, sdp] 3");
  }

  @Test
  void whatCannotBeMeasuredSaysWhy() throws Exception {
    processes.killed = "sdp";
    FakeCliCall call =
        run(new ArenaFlags("text", "large,sdp,shy", "1k", 3, "", false, false, false, false));
    assertThat(call.printed())
        .containsSubsequence(
            "## Not measured",
            "",
            "- text, sdp: its process was killed, most likely for want of memory",
            "- text, shy: shy: it has no bias",
            "- 1k, large: it needs about 12.9 GB, which are not free",
            "- 1k, sdp: its process was killed, most likely for want of memory",
            "- 1k, shy: shy: it has no bias");
    assertThat(call.said()).contains("4/6 1k, large: it needs about 12.9 GB, which are not free");
  }

  @Test
  void anInterruptionLosesTheResultUnderWayAlone() throws Exception {
    processes.patience = 2;
    assertThatThrownBy(() -> run(flags("text", "all", "none")))
        .isInstanceOf(InterruptedException.class);
    assertThat(cells(run(flags("text", "none,large", "none"), record().toString()))).hasSize(2);
    processes.patience = Integer.MAX_VALUE;
    processes.started.clear();
    FakeCliCall call = run(flags("text", "all", "none"));
    assertThat(cells(call)).hasSize(5);
    assertThat(processes.started).hasSize(3);
    assertThat(call.said())
        .last()
        .isEqualTo("2 of 5 results are from the record; --fresh measures them again");
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsMeasuredAgain() throws Exception {
    run(flags("text", "none", "none"));
    String whole = Files.readString(record());
    Files.writeString(record(), whole.substring(0, 40), StandardOpenOption.APPEND);
    FakeCliCall call = run(flags("text", "none,sdp", "none"));
    assertThat(call.said()).first().isEqualTo(record() + ": line 2 is not whole and is left out");
    assertThat(Files.readString(record())).startsWith(whole + whole.substring(0, 40) + "\n{");
    assertThat(cells(run(flags("text", "none,sdp", "none")))).hasSize(2);
  }

  @Test
  void freshMeasuresAgain() throws Exception {
    run(flags("text", "none,sdp", "none"));
    processes.started.clear();
    run(new ArenaFlags("text", "sdp", "none", 3, "", true, false, false, false));
    assertThat(processes.started).hasSize(1);
    assertThat(cells(run(flags("text", "none,sdp", "none")))).hasSize(2);
  }

  @Test
  void recordsOfSeveralRunsAreOneReportInTheOrderOfTheTasks() throws Exception {
    String first = folder.resolve("first.jsonl").toString();
    String second = folder.resolve("second.jsonl").toString();
    run(new ArenaFlags("text", "sdp", "2k", 3, first, false, false, false, false));
    run(new ArenaFlags("listops", "none,sdp", "none", 3, second, false, false, false, false));
    assertThat(cells(run(flags("all", "all", "none"), first, second)))
        .extracting(Cell::work, Cell::mechanism)
        .map(Object::toString)
        .containsExactly(
            "(\"listops\", \"none\")",
            "(\"listops\", \"sdp\")",
            "(\"text\", \"sdp\")",
            "(\"2k\", \"sdp\")");
    String gone = folder.resolve("gone.jsonl").toString();
    assertThatThrownBy(() -> run(flags("all", "all", "none"), gone))
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no record at " + gone + "; name files that --record wrote");
  }

  @Test
  void listsTheMechanisms() throws Exception {
    FakeCliCall call = run(new ArenaFlags("all", "all", "none", 3, "", false, false, true, false));
    assertThat(call.printed()).containsExactly("none", "large", "lossy", "sdp", "shy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chess | all | 1k | --tasks: there is no task \"chess\"; there are: listops, text,"
            + " retrieval, image, pathfinder",
        "all | sdq | 1k | --mechanisms: there is no mechanism \"sdq\"; there are: none, large,"
            + " lossy, sdp, shy",
        "all | all | 0 | --tokens takes numbers of tokens from 1 to 1024k, separated by commas, or"
            + " none; found \"0\"",
        "all | all | 2k,4m | --tokens takes numbers of tokens from 1 to 1024k, separated by commas,"
            + " or none; found \"4m\"",
        "all | all | 9999999k | --tokens takes numbers of tokens from 1 to 1024k, separated by"
            + " commas, or none; found \"9999999k\""
      })
  void aWrongValueIsToldWithWhatThereIs(
      String names, String mechanisms, String tokens, String message) {
    assertThatThrownBy(() -> run(flags(names, mechanisms, tokens)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  private Hold hold(String purpose) {
    held.add(purpose);
    return () -> held.add("end");
  }

  private static ArenaFlags flags(String tasks, String mechanisms, String tokens) {
    return new ArenaFlags(tasks, mechanisms, tokens, 3, "", false, true, false, false);
  }

  private FakeCliCall run(ArenaFlags flags, String... records) throws Exception {
    FakeCliCall call = new FakeCliCall(flags, records);
    assertThat(command.run(call)).isZero();
    return call;
  }

  private Path record() {
    return folder.resolve("record.jsonl");
  }

  @SuppressWarnings("unchecked")
  private static List<Cell> cells(FakeCliCall call) {
    Map<String, Object> report = JSON.object("the report", String.join("\n", call.printed()));
    return ((List<Map<String, Object>>) report.get("cells")).stream().map(CellJson::read).toList();
  }

  private static long count(float[] labels, float label) {
    long count = 0;
    for (float one : labels) {
      count += one == label ? 1 : 0;
    }
    return count;
  }
}
