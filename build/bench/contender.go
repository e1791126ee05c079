// SPDX-License-Identifier: MIT

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// The names of the servers, as tables have them.
const (
	ours    = "porchlight"
	nginx   = "nginx"
	nethttp = "net/http"
)

// Lifted are the flags of ours that lift limits which a benchmark is not about.
// None of them changes what is sent.
func Lifted() []string {
	return []string{"--types", "*", "--max-requests", "0", "--queue", "20000"}
}

// place is what a server needs to know: the folder to serve, a port of
// 127.0.0.1, a folder of its own, and whether it writes a line for each request.
type place struct {
	root, own string
	port      int
	logged    bool
}

// contender is a server that takes part.
type contender struct {
	name string
	able bool     // it can write a line for each request, and send what lies coded beside a file
	env  []string // in place of ours
	line func(place) ([]string, error)
}

// takes reports whether the server can do what a row is about.
func (c *contender) takes(r *row) bool { return c.able || !r.logged && !r.gzipped }

// contenders are those that are there, ours first.
func (o *Options) contenders() []contender {
	all := []contender{{ours, true, o.Env, func(p place) ([]string, error) {
		line := append([]string{o.Program, "serve", "--root", p.root, "--host", "127.0.0.1", "--port", strconv.Itoa(p.port)}, Lifted()...)
		if p.logged {
			line = append(line, "--log-file", filepath.Join(p.own, "access.log"))
		}
		return line, nil
	}}}
	if o.Nginx != "" {
		all = append(all, contender{nginx, true, nil, func(p place) ([]string, error) {
			conf := filepath.Join(p.own, "nginx.conf")
			line := []string{o.Nginx, "-p", p.own, "-e", filepath.Join(p.own, "error.log"), "-c", conf}
			return line, os.WriteFile(conf, []byte(nginxConf(p)), 0o644)
		}})
	}
	return append(all, contender{nethttp, false, nil, func(p place) ([]string, error) {
		return append(o.FileServer[:len(o.FileServer):len(o.FileServer)], p.root, "127.0.0.1:"+strconv.Itoa(p.port)), nil
	}})
}

// nginxConf is nginx as people tune it for static files: a process for each
// core, as many open files remembered as leave room for connections, answers in
// full packets, and a log, if any, that is written in pieces as large as those of
// ours.
func nginxConf(p place) string {
	log := "off"
	if p.logged {
		log = p.own + "/access.log combined buffer=64k flush=1s"
	}
	return fmt.Sprintf(`daemon off; worker_processes %[1]d; pid %[2]s/nginx.pid; error_log %[2]s/error.log crit;
events { worker_connections %[3]d; multi_accept on; }
http {
  types { text/html html; text/css css; image/jpeg jpg; } default_type application/octet-stream;
  access_log %[4]s; sendfile on; tcp_nopush on; tcp_nodelay on; server_tokens off; etag on; gzip_static on;
  keepalive_timeout 300s; keepalive_requests 1000000000; reset_timedout_connection on;
  open_file_cache max=%[7]d inactive=120s; open_file_cache_valid 30s; open_file_cache_min_uses 1;
  client_body_temp_path %[2]s/b; proxy_temp_path %[2]s/p; fastcgi_temp_path %[2]s/f; uwsgi_temp_path %[2]s/u; scgi_temp_path %[2]s/s;
  server { listen 127.0.0.1:%[5]d reuseport backlog=4096; root %[6]s; }
}
`, runtime.NumCPU(), p.own, descriptors()-spareDescriptors/2, log, p.port, p.root, min(20_000, descriptors()*3/4))
}
