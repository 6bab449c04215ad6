package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.ApproximationContract;
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
}
