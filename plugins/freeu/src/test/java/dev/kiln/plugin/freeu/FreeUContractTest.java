package dev.kiln.plugin.freeu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeUContractTest extends GraphPatchContract {
  @Override
  protected GraphPatcher patcher() {
    return new FreeU();
  }

  @Override
  protected List<Record> options() {
    return List.of(new FreeUOptions(1.3, 1.4, 0.9, 0.2));
  }

  @Test
  void whereItChangesNothingThereIsNoPatch() {
    FreeUOptions acting = new FreeUOptions(1.3, 1.4, 0.9, 0.2);
    assertThat(patcher().open(FakeNetwork.with())).isEmpty();
    assertThat(patcher().open(FakeNetwork.with(new FreeUOptions(1, 1, 1, 1)))).isEmpty();
    assertThat(patcher().open(FakeNetwork.with(acting).kind(NetworkKind.VAE_DECODER))).isEmpty();
  }
}
