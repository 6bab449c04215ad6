package dev.kiln.plugin.systeminfo.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordRoutesTest extends HttpEndpointContract {
  private static final String FILE = "[[1, \"date\", \"1.5 / error\"], [2, \"date\", \"2\"], 7]";

  @TempDir private Path home;

  @Override
  protected HttpEndpoint endpoint() {
    JsonCodec json = new JsonCodec();
    return new RecordRoutes(new RecordStore(new FakeHome(home), json), json);
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(
        new FakeApiCall("GET", RecordRoutes.PATH),
        new FakeApiCall("DELETE", RecordRoutes.PATH),
        importing(FILE));
  }

  private static FakeApiCall importing(String text) {
    return new FakeApiCall("POST", RecordRoutes.PATH)
        .withJson(Map.of("name", "site.json", "text", text));
  }

  private List<?> records() throws Exception {
    return (List<?>)
        ((Map<?, ?>) new FakeApiCall("GET", RecordRoutes.PATH).jsonFrom(endpoint())).get("records");
  }

  @Test
  void importsAreKeptApartEachOnceAndCanBeForgotten() throws Exception {
    RecordStore store = new RecordStore(new FakeHome(home), new JsonCodec());
    BenchmarkRecord own = BenchmarkRecord.of(List.of("today", "", "app:kiln version:0.1.0"));
    store.save(store.begin(own, "quick", 20).with(new BatchSpeed(1, 0.5, 0, ""), true));

    assertThat(importing(FILE).jsonFrom(endpoint()))
        .isEqualTo(Map.of("added", 2, "known", 0, "skipped", 1));
    assertThat(importing(FILE).jsonFrom(endpoint()))
        .isEqualTo(Map.of("added", 0, "known", 2, "skipped", 1));
    assertThat(records()).hasSize(3);
    assertThat(((Map<?, ?>) records().get(0)).get("id").toString()).isNotEmpty();
    assertThat((Map<?, ?>) records().get(1))
        .extracting("id", "performance", "speeds")
        .containsExactly("", "1.5 / error", Arrays.asList(1.5, null));
    new FakeApiCall("DELETE", RecordRoutes.PATH).jsonFrom(endpoint());
    assertThat(records()).hasSize(1);
  }

  @Test
  void aDamagedFileOfOnesOwnIsToldAndHidesNoOther() throws Exception {
    Path file = Files.writeString(home.resolve("record-1.json"), "{\"id\": 7}");
    assertThat(new FakeApiCall("GET", RecordRoutes.PATH).jsonFrom(endpoint()))
        .isEqualTo(
            Map.of(
                "records",
                List.of(),
                "problems",
                List.of(file + " is no record of a benchmark; delete it")));
  }

  @Test
  void aFileThatIsNoneChangesNothing() throws Exception {
    importing(FILE).jsonFrom(endpoint());
    assertThatThrownBy(() -> importing("[]").jsonFrom(endpoint()))
        .hasMessageStartingWith("site.json has no record of a benchmark");
    assertThat(records()).hasSize(2);
  }
}
