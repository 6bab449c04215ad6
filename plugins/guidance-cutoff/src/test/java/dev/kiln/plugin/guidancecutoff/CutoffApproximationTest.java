package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.ApproximationContract;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.List;

class CutoffApproximationTest extends ApproximationContract {
  @Override
  protected List<HookPoint> hooks() {
    return List.of(new GuidanceCutoff(), new GuidanceWatch());
  }

  @Override
  protected Class<? extends Record> options() {
    return CutoffOptions.class;
  }

  /** A row that is filled in is among the rows, and not evaluated. */
  @Override
  protected double cost(TestingGeneration generation) {
    String reused = generation.run().infotext().getOrDefault("Uncond reused", "0 of");
    return super.cost(generation) - Integer.parseInt(reused.substring(0, reused.indexOf(' ')));
  }
}
