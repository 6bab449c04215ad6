package dev.kiln.plugin.systeminfo.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeEventStream;
import dev.kiln.spi.testkit.FakeEventStream.Event;
import dev.kiln.spi.testkit.HttpEndpointContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkRouteTest extends HttpEndpointContract {
  private final FakeLab lab = new FakeLab("sdp", "tight");
  private final FakeProcesses processes = new FakeProcesses(lab);
  private final FakeApiCall quick =
      new FakeApiCall("POST", BenchmarkRoute.PATH).withJson(Map.of("quick", true));

  @Override
  protected HttpEndpoint endpoint() {
    Weighing weighing = new Weighing(processes, lab);
    return new BenchmarkRoute(new AttentionBenchmark(lab, weighing));
  }

  @Override
  protected List<FakeApiCall> calls() {
    return List.of(quick);
  }

  @Test
  void itTellsHowFarItIsAndThenTheNumbers() throws Exception {
    FakeEventStream listener = new FakeEventStream();
    ((ApiResponse.Events) endpoint().handle(quick)).source().sendTo(listener);
    List<Event> events = listener.events();
    assertThat(events.get(0)).isEqualTo(new Event("progress", "self 1024: memory of 3 processes"));
    Event last = events.get(events.size() - 1);
    assertThat(last.name()).isEqualTo("done");
    List<?> rows = (List<?>) ((Map<?, ?>) last.json()).get("rows");
    assertThat(rows).hasSize(9);
    // What could not be run has no numbers, and JSON no NaN.
    assertThat(rows.toString()).contains("optimizer=tight, ratio=null, seconds=null");
  }

  /** It came among the events, after a process had looked for the model. */
  @Test
  void aModelThatIsNotThereIsAnswerNotEvent() {
    FakeApiCall wrong =
        new FakeApiCall("POST", BenchmarkRoute.PATH).withJson(Map.of("model", "wrong"));
    assertThatThrownBy(() -> endpoint().handle(wrong))
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no model \"wrong\"");
    assertThat(processes.started).isEmpty();
  }
}
