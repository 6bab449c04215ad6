package dev.kiln.plugin.systeminfo.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir private Path home;
  private CompareCommand command;

  @BeforeEach
  void measure() throws IOException {
    JsonCodec json = new JsonCodec();
    RecordStore store = new RecordStore(new FakeHome(home), json);
    store.save(record("20260101-000000-aaaaaa", "0.1.0", "512", 1.0, 0.01, 2.0, 0.01));
    store.save(record("20260102-000000-aaaaaa", "0.1.0", "512", 1.2, 0.01, 2.0, 0.01));
    store.save(record("20260103-000000-aaaaaa", "0.2.0", "512", 0.94, 0, 1.5, 0.01));
    store.save(record("20260104-000000-aaaaaa", "0.2.0", "512", 0.96, 0, 2.2, 0.2));
    Files.writeString(home.resolve("record-broken.json"), "{\"id\": 7}");
    command = new CompareCommand(new NamedRecords(store, json), json);
  }

  private static MeasuredRecord record(
      String id, String version, String width, double one, double spread, double two, double more) {
    BenchmarkRecord record =
        new BenchmarkRecord(
            "date",
            "",
            "app:kiln version:" + version,
            "cpu",
            "ort",
            "cpu",
            "sdp",
            "width:" + width,
            "",
            "",
            "aaaaaa");
    MeasuredRecord begun = new MeasuredRecord(id, record, "normal", 20, List.of(), false);
    return begun
        .with(new BatchSpeed(1, one, spread, ""), false)
        .with(new BatchSpeed(2, two, more, ""), true);
  }

  private int run(FakeCliCall call) throws IOException {
    return command.run(call);
  }

  private static FakeCliCall call(String a, String b) {
    return new FakeCliCall(new CompareCommand.Flags(false), a, b);
  }

  @Test
  void whatIsSlowerByMoreThanToleranceAndSpreadIsMarked() throws IOException {
    FakeCliCall call = call("20260101-000000-aaaaaa", "20260103-000000-aaaaaa");
    assertThat(run(call)).isEqualTo(1);
    assertThat(call.printed())
        .containsExactly(
            "A: 20260101-000000-aaaaaa, app:kiln version:0.1.0",
            "B: 20260103-000000-aaaaaa, app:kiln version:0.2.0",
            "batch  A it/s  B it/s   B/A  spread  verdict",
            "    1   1.000   0.940  0.94   1.0 %  same",
            "    2   2.000   1.500  0.75   1.0 %  REGRESSION");
  }

  @Test
  void latestIsComparedWithPreviousByTheLargerSpread() throws IOException {
    FakeCliCall call = call("latest", "previous");
    assertThat(run(call)).isEqualTo(1);
    assertThat(call.printed()).last().asString().endsWith("0.68  20.0 %  REGRESSION");
    FakeCliCall back = call("previous", "latest");
    assertThat(run(back)).isZero();
    assertThat(back.printed()).last().asString().endsWith("1.47  20.0 %  faster");
  }

  @Test
  void aVersionIsTheMedianOfItsRecordsAndTheSpreadBetweenThem() throws IOException {
    FakeCliCall call = call("0.1.0", "0.2.0");
    assertThat(run(call)).isZero();
    assertThat(call.printed())
        .startsWith("A: 2 records, app:kiln version:0.1.0", "B: 2 records, app:kiln version:0.2.0")
        .contains("    1   1.100   0.950  0.86  18.2 %  same");
  }

  @Test
  void aFileOfOthersIsASideAndWhatDiffersIsSaid() throws IOException {
    Path file = Files.writeString(home.resolve("others.json"), "[[1, \"d\", \"2.2 / error\"]]");
    FakeCliCall call = call("latest", file.toString());
    assertThat(run(call)).isZero();
    assertThat(call.printed())
        .contains("    1   0.960   2.200  2.29   0.0 %  faster")
        .contains("differs in settings: width:512 -> ");
  }

  @Test
  void aNameThatMeansNothingIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> run(call("latest", "yesterday")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "no record is called \"yesterday\"; it must be latest, previous, an id, a hash, a"
                + " version or a file; the last ids are 20260101-000000-aaaaaa,"
                + " 20260102-000000-aaaaaa, 20260103-000000-aaaaaa, 20260104-000000-aaaaaa");
  }
}
