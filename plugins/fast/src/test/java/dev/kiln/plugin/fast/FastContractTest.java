package dev.kiln.plugin.fast;

import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.testkit.RequestSplitterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FastContractTest extends RequestSplitterContract {
  @TempDir private Path folder;

  @Override
  protected RequestSplitter hook() {
    return new Fast(TestingReports.of(folder, FakeHost.with("step-cache")));
  }

  @Override
  protected Record options() {
    return new FastOptions(Pace.FAST);
  }
}
