package com.example.myfirstoptimizer;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.enterprise.context.ApplicationScoped;
import org.pf4j.Extension;

/** Computes attention for some of the queries at a time, so that only their scores are held. */
@Extension
@ApplicationScoped
@Offers(value = "my-first", rank = 10)
public class MyFirstOptimizer implements AttentionOptimizer {
  private static final long QUERIES = 128;

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    return Support.yes(QUERIES + " queries at a time");
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return graph.perHead(
        site,
        (q, kv, bias) ->
            graph.chunks(
                q,
                2,
                QUERIES,
                (body, part, start, end) -> {
                  Value rows = body.sliceBroadcast(bias, 2, start, end);
                  Value scores = body.scores(part, kv.key(), site.scale(), rows);
                  return body.matmul(body.softmax(scores), kv.value());
                }));
  }
}
