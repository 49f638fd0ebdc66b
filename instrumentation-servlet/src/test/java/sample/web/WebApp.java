package sample.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Servlets and filters that ask the database, in a Tomcat of their own. Compiled for jakarta and translated to javax by the test. */
public final class WebApp implements AutoCloseable {
    private static final String ROUTE = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    /** Held, or its level would be forgotten. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    static {
        LOGGER.setLevel(Level.OFF);
        TomcatURLStreamHandlerFactory.disable(); // there can be one in a JVM
    }

    private final Tomcat tomcat = new Tomcat();

    public WebApp(String contextPath) throws Exception {
        File base = Files.createTempDirectory("tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        tomcat.setSilent(true);
        tomcat.getConnector();
        Context context = tomcat.addContext(contextPath, base.getPath());
        add(context, "owners", new Owners(), "/owners/*");
        add(context, "forwarding", new Forwarding(), "/forwarding");
        add(context, "failing", new Failing(), "/failing");
        add(context, "waiting", new Waiting(), "/waiting");
        add(context, "problem", new Problem(), "/problem");
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
        context.addServletMappingDecoded("/", "default");
        filter(context, "outer", new Outer());
        filter(context, "refusing", new Refusing());
        ErrorPage page = new ErrorPage();
        page.setErrorCode(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        page.setLocation("/problem");
        context.addErrorPage(page);
        tomcat.start();
    }

    private static void add(Context context, String name, HttpServlet servlet, String path) {
        Wrapper wrapper = Tomcat.addServlet(context, name, servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded(path, name);
    }

    private static void filter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        map.setDispatcher(DispatcherType.ASYNC.name());
        context.addFilterMap(map);
    }

    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    static void query(String what) {
        try (Connection connection = new org.h2.Driver().connect("jdbc:h2:mem:web", new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 AS " + what).close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Says on request which template its path matched, as a framework does. */
    static final class Owners extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            query("owners");
            if (request.getParameter("route") != null) {
                request.setAttribute(ROUTE, request.getParameter("route"));
            }
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            doGet(request, response);
        }
    }

    static final class Forwarding extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            query("before");
            request.setAttribute(ROUTE, "/asked/for");
            request.getRequestDispatcher("/owners/forwarded?route=/forwarded").forward(request, response);
        }
    }

    static final class Failing extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            query("failing");
            throw new IllegalArgumentException("as told");
        }
    }

    static final class Problem extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            query("problem");
            response.getWriter().print("problem page");
        }
    }

    static final class Waiting extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                query("continued");
                request.setAttribute(ROUTE, "/waiting/{how}");
                return;
            }
            query("started");
            boolean wrapped = request.getParameter("wrapped") != null;
            AsyncContext context = wrapped
                    ? request.startAsync(new HttpServletRequestWrapper(request), response)
                    : request.startAsync();
            String how = request.getParameter("how");
            if (how.equals("complete-here")) {
                context.complete();
                return;
            }
            context.start(() -> {
                if (how.equals("dispatch")) {
                    context.dispatch();
                } else {
                    context.complete();
                }
            });
        }
    }

    static final class Outer implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            query("outer");
            chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response);
        }
    }

    static final class Refusing implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getParameter("refused") != null) {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
            } else {
                chain.doFilter(request, response);
            }
        }
    }
}
