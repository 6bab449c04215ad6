package dev.kiln.plugin.tiledvae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.network.LayerOperators;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.testkit.FakeNetwork;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When tiles are used. */
class TiledVaeTest {
  private static final TiledVaeOptions SMALL =
      new TiledVaeOptions(true, 24, 3, true, false, false, false);

  private static Optional<GraphPatch> open(FakeNetwork network) {
    return new TiledVae().open(network.shape(new NetworkShape(2, 256, 256, 77)));
  }

  @Test
  void whereMemoryIsShortNobodyHasToAsk() {
    FakeNetwork decoder = FakeNetwork.with().kind(NetworkKind.VAE_DECODER);
    assertThat(open(decoder)).isEmpty();
    assertThat(open(decoder.free(decoder.runMemory() - 1))).isPresent();
    assertThat(open(decoder.kind(NetworkKind.VAE_ENCODER).free(0))).isPresent();
    assertThat(open(decoder.kind(NetworkKind.UNET).free(0))).isEmpty();
  }

  @Test
  void askedForItIsUsedWhereThereIsMoreThanOneTile() {
    FakeNetwork decoder = FakeNetwork.with(SMALL).kind(NetworkKind.VAE_DECODER);
    assertThat(open(decoder)).isPresent();
    NetworkShape oneTile = new NetworkShape(2, 3, 3, 77);
    assertThat(new TiledVae().open(decoder.shape(oneTile))).isEmpty();
    GraphPatch patch = open(decoder).orElseThrow();
    assertThat(patch.dependsOnShape()).isTrue();
    assertThat(patch.memoryShare()).isBetween(0.1, 0.5);
    assertThat(patch.fingerprint()).isEqualTo(open(decoder).orElseThrow().fingerprint());
  }

  @Test
  void theUserIsToldOfTilesThatNobodyAskedFor() {
    TestingVae vae = new TestingVae(NetworkKind.VAE_DECODER, LayerOperators.TUNED);
    TiledVaeOptions small = new TiledVaeOptions(false, 24, 3, true, false, false, false);
    FakeNetwork scarce =
        FakeNetwork.with(small)
            .kind(NetworkKind.VAE_DECODER)
            .shape(new NetworkShape(1, 9, 7, 77))
            .free(0);
    assertThat(vae.network().with(new TiledVae(), scarce).warnings())
        .containsExactly(
            "the decoder works in 9 strips, as memory is short for the whole picture: slower, with"
                + " the same result");
  }
}
