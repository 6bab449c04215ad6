package dev.kiln.plugin.systeminfo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PsnrTest {
  @Test
  void isThatOfTheMeanSquareOverColors() {
    Picture one = Picture.black(2, 1);
    Picture other = Picture.black(2, 1);
    assertThat(Psnr.of(one, other)).isInfinite();
    other.set(1, 0, 3, 0, 0);
    // 9 over 6 values are 1.5: 48.13 dB - 1.76 dB.
    assertThat(Psnr.of(one, other)).isEqualTo(46.37, Offset.offset(0.005));
    assertThat(Psnr.of(one, Picture.black(1, 2))).isNaN();
  }
}
