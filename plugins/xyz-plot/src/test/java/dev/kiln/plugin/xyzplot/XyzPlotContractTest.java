package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.testkit.RequestSplitterContract;
import java.util.List;

class XyzPlotContractTest extends RequestSplitterContract {
  @Override
  protected RequestSplitter hook() {
    return new XyzPlot();
  }

  @Override
  protected Record options() {
    return new XyzOptions(
        List.of(),
        "Steps",
        "2-4",
        "Prompt S/R",
        "red, blue",
        "Sampler",
        "Euler, Heun",
        true,
        true,
        true,
        false,
        false,
        false,
        false,
        2);
  }
}
