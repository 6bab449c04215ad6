package dev.kiln.plugin.winograd;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers F(2x2, 3x3). */
@Extension
@Singleton
@Offers("winograd-2x2")
@WakeOn(value = WakeOn.Wake.GENERATION, pixels = Expected.PIXELS)
public final class Winograd2x2 implements Winograd {
  @Inject
  Winograd2x2() {}

  @Override
  public Tile tile() {
    return Tile.TWO;
  }
}
