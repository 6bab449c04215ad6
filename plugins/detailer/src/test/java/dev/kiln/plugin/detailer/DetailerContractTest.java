package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.DrawnHookContract;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.HttpEndpointContract;
import dev.kiln.spi.testkit.PromptProcessorContract;
import dev.kiln.spi.testkit.TestingGeneration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Prompts stay as they are, pictures are changed, and routes are answered. */
class DetailerContractTest {
  @TempDir private Path temp;
  private TestingDetectors testing;

  @BeforeEach
  void open() {
    testing = new TestingDetectors(temp).with("yolov8");
  }

  @AfterEach
  void close() {
    testing.close();
  }

  @Nested
  class Processor extends PromptProcessorContract {
    @Override
    protected PromptProcessor processor() {
      return new DetailerPrompts(new UnitReader(), testing.detectors());
    }

    @Override
    protected List<Record> options() {
      return List.of(TestingUnits.options(Map.of("ad_model", "yolov8")));
    }

    @Override
    protected String prompt() {
      return "a girl";
    }
  }

  @Nested
  class Drawn extends DrawnHookContract {
    @Override
    protected HookPoint hook() {
      return new Detailer(new Detailing(testing.detectors()));
    }

    @Override
    protected Record options() {
      return TestingUnits.options(Map.of("ad_model", "yolov8", "ad_denoising_strength", 0.9));
    }

    @Override
    protected TestingGeneration generation(HookPoint hook) {
      DetailerPrompts prompts = new DetailerPrompts(new UnitReader(), testing.detectors());
      return super.generation(hook).plugin("under-test", prompts, options());
    }
  }

  @Nested
  class Routes extends HttpEndpointContract {
    @Override
    protected HttpEndpoint endpoint() {
      return new DetailerRoutes(testing.files());
    }

    @Override
    protected List<FakeApiCall> calls() {
      return List.of(
          new FakeApiCall("GET", DetailerRoutes.VERSION),
          new FakeApiCall("GET", DetailerRoutes.MODELS));
    }
  }
}
