package dev.kiln.plugin.longrangearena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArenaReportTest {
  private static final double UNKNOWN = Double.NaN;

  @Test
  void hasATableForEachQuantityAndAPartForEachMachine() {
    List<Cell> cells =
        List.of(
            new Cell("text", 256, "none", "A", 0.75, 0.01, 0.01, 6e-7, 400_000_000, "", ""),
            new Cell("text", 256, "sdp", "A", 0.75, 0.005, 0.01, 7e-7, 200_000_000, "", ""),
            new Cell("16k", 16384, "none", "A", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0, "", "no"),
            new Cell("16k", 16384, "sdp", "A", UNKNOWN, 4, UNKNOWN, UNKNOWN, 1_000_000_000, "", ""),
            new Cell("16k", 16384, "sdp", "B", UNKNOWN, 2, 3, 1e-6, 1_000_000_000, "", ""));
    Map<String, Task> tasks = new LinkedHashMap<>();
    tasks.put("text", new Task("text", 256, 1, 0.75, 0.5));
    assertThat(String.join("\n", new ArenaReport(cells, tasks).lines()) + "\n")
        .isEqualTo(
            """
            # Long Range Arena

            Measured on A.

            ## Accuracy, %

            |                         | text |
            |-------------------------|-----:|
            | untouched               | 75.0 |
            | sdp                     | 75.0 |
            | the reference           | 75.0 |
            | the most frequent label | 50.0 |

            ## Milliseconds for one example

            |           |  text |     16k |
            |-----------|------:|--------:|
            | untouched | 10.00 |       – |
            | sdp       |  5.00 | 4000.00 |

            ## Speed relative to the untouched graph

            |           | text | 16k |
            |-----------|-----:|----:|
            | untouched | 1.00 |   – |
            | sdp       | 2.00 |   – |

            ## Peak memory of a process of its own, MB

            |           | text |  16k |
            |-----------|-----:|-----:|
            | untouched |  400 |    – |
            | sdp       |  200 | 1000 |

            ## Largest difference

            |           |  text | 16k |
            |-----------|------:|----:|
            | untouched | 6e-07 |   – |
            | sdp       | 7e-07 |   – |

            ## Not measured

            - 16k, untouched: no

            Measured on B.

            ## Milliseconds for one example

            |     |     16k |
            |-----|--------:|
            | sdp | 2000.00 |

            ## Speed relative to the untouched graph

            |     |  16k |
            |-----|-----:|
            | sdp | 1.50 |

            ## Peak memory of a process of its own, MB

            |     |  16k |
            |-----|-----:|
            | sdp | 1000 |

            ## Largest difference

            |     |   16k |
            |-----|------:|
            | sdp | 1e-06 |
            """);
  }
}
