/** The HTTP server. The only package that imports Javalin. Open ApiServer first. */
@NullMarked
package dev.kiln.host.http;

import org.jspecify.annotations.NullMarked;
