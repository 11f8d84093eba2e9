-- What the web server itself costs.
wrk.method = "POST"
wrk.path = "/bare"
wrk.body = '{"service":"HT"}'
wrk.headers["Content-Type"] = "application/json"
