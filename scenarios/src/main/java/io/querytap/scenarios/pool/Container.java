package io.querytap.scenarios.pool;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with one servlet that does one thing and answers with the number that comes of it. */
final class Container implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();

    Container(Callable<Long> work) throws IOException, LifecycleException {
        Path directory = Files.createTempDirectory("scenario");
        tomcat.setBaseDir(directory.toString());
        tomcat.setSilent(true);
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "page", new Page(work));
        context.addServletMappingDecoded("/page", "page");
        tomcat.start();
    }

    /** The sum of the answers to requests of which some are sent at once. */
    long get(int atOnce, int times) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/page"))
                .build();
        Semaphore free = new Semaphore(atOnce);
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            free.acquire();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> free.release())
                    .thenApply(answer -> Long.parseLong(answer.body())));
        }
        return answers.stream().mapToLong(CompletableFuture::join).sum();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static final class Page extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Callable<Long> work;

        Page(Callable<Long> work) {
            this.work = work;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                response.getWriter().print(work.call());
            } catch (Exception e) {
                throw new ServletException(e);
            }
        }
    }
}
