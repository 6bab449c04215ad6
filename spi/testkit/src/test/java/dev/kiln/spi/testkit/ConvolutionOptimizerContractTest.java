package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract passes an optimizer that keeps it and fails those that break it. */
class ConvolutionOptimizerContractTest {
  private static final int TAPS = 9;

  /** One 1x1 product for each weight of the kernel, on the picture moved by as much. */
  static class Shifted implements ConvolutionOptimizer {
    @Override
    public boolean dependsOnShape() {
      return true;
    }

    @Override
    public Support supports(ConvolutionSite site, NetworkContext network) {
      boolean known = site.shape().height() > 0 && site.shape().width() > 0;
      boolean plain =
          site.shape().window().kernel().equals(List.of(3L, 3L))
              && site.shape().window().strides().equals(List.of(1L, 1L));
      return known && plain ? Support.yes("it is small") : Support.no("it is another one");
    }

    @Override
    public double gain(ConvolutionSite site, NetworkContext network) {
      return 0.1;
    }

    @Override
    public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
      return convolve(site, graph, 1);
    }

    /**
     * @param across columns of zeros on both sides
     */
    Value convolve(ConvolutionSite site, GraphEditor graph, long across) {
      List<Long> pads = site.shape().window().padding();
      Value weights = graph.transformed(site.weights(), "shifted", TAPS, Shifted::sort);
      Value zeros = graph.list(0, 0, pads.get(0), across, 0, 0, pads.get(2), 2 - across);
      Value padded = graph.op("Pad", site.input(), zeros);
      Value sum = Value.NONE;
      for (int tap = 0; tap < TAPS; tap++) {
        Value kernel = graph.op("Gather", weights, graph.whole(tap));
        Value rows = graph.slice(padded, 2, tap / 3, tap / 3 + site.shape().outputHeight());
        Value part = graph.slice(rows, 3, tap % 3, tap % 3 + site.shape().outputWidth());
        Value product = graph.matmul(kernel, graph.reshape(part, 0, site.shape().inputs(), -1));
        sum = sum.equals(Value.NONE) ? product : graph.add(sum, product);
      }
      long height = site.shape().outputHeight();
      Value picture =
          graph.reshape(sum, 0, site.shape().outputs(), height, site.shape().outputWidth());
      return site.bias()
          .map(bias -> graph.add(picture, graph.reshape(bias, 1, -1, 1, 1)))
          .orElse(picture);
    }

    private static void sort(float[] kernels, float[] planes) {
      int inputs = kernels.length / TAPS;
      for (int i = 0; i < kernels.length; i++) {
        planes[i % TAPS * inputs + i / TAPS] = kernels[i];
      }
    }
  }

  static class Good extends ConvolutionOptimizerContract {
    @Override
    protected ConvolutionOptimizer optimizer() {
      return new Shifted();
    }
  }

  static class Moved extends ConvolutionOptimizerContract {
    @Override
    protected ConvolutionOptimizer optimizer() {
      return new Shifted() {
        @Override
        public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
          return convolve(site, graph, 0);
        }
      };
    }
  }

  static class Wasteful extends ConvolutionOptimizerContract {
    @Override
    protected ConvolutionOptimizer optimizer() {
      return new Shifted() {
        @Override
        public Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
          int planes = 1000;
          Value weights =
              graph.transformed(
                  site.weights(), "waste", planes, (kernels, made) -> Arrays.fill(made, 0));
          Value nothing = graph.mul(graph.sum(graph.reshape(weights, -1), 0), 0);
          return graph.add(super.convolve(site, graph, network), nothing);
        }
      };
    }
  }

  @Test
  void aGoodOptimizerPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void oneThatMovesThePictureIsFound() {
    assertThat(ContractRun.breaks(Moved.class, "everySizeIsTheSumOfPlainJava")).isTrue();
  }

  @Test
  void oneThatTakesMoreThanItSaysIsFound() {
    assertThat(ContractRun.breaks(Wasteful.class, "itsWeightsTakeNoMoreThanItSays")).isTrue();
  }
}
