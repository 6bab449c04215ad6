package dev.kiln.plugin.winograd;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Offers F(4x4, 3x3). */
@Extension
@Singleton
@Offers("winograd-4x4")
@WakeOn(value = WakeOn.Wake.GENERATION, pixels = Expected.PIXELS)
public final class Winograd4x4 implements Winograd {
  @Inject
  Winograd4x4() {}

  @Override
  public Tile tile() {
    return Tile.FOUR;
  }
}
